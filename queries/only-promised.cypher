// title = "Only promised"
// question = "For which actions is a promise the only answer, with nothing reported as done or under way?"
// who = "A policy officer or a scrutiny panel that wants to know what has not begun"
// columns = ["id", "ref", "action", "status", "promises"]
MATCH (d:Document)<-[:LISTED_IN]-(a:Action)-[:PROMISED_IN]->(s:Statement)
WHERE NOT EXISTS { MATCH (a)-[:EVIDENCED_BY]->(e:Statement) }
WITH d.id AS plan, a.ordinal AS ordinal, a AS a, count(s) AS promises
RETURN a.id AS id, a.ref AS ref, a.label AS action, coalesce(a.status, 'unknown') AS status,
       promises AS promises
ORDER BY plan, ordinal
