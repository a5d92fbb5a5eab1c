// title = "Actions of a workstream"
// question = "Which actions are part of this workstream, and what is each worth so far?"
// who = "The lead of a workstream, before its meeting"
// columns = ["id", "ref", "action", "status", "reported", "promised"]
// [parameters.workstream]
// type = "text"
// about = "its id or its name"
MATCH (d:Document)<-[:LISTED_IN]-(a:Action)-[:PART_OF]->(w:Workstream)
WHERE w.id = $workstream OR toLower(w.name) = toLower($workstream)
WITH DISTINCT d.id AS plan, a.ordinal AS ordinal, a AS a
RETURN a.id AS id, a.ref AS ref, a.label AS action, coalesce(a.status, 'unknown') AS status,
       COUNT { (a)-[:EVIDENCED_BY]->(:Statement) } AS reported,
       COUNT { (a)-[:PROMISED_IN]->(:Statement) } AS promised
ORDER BY plan, ordinal
