// title = "Complete, but no sentence says what was done"
// question = "Which actions does the plan call complete without a sentence that reports anything done?"
// who = "An auditor who decides where to ask for proof first"
// columns = ["id", "ref", "action", "status_words", "statements"]
MATCH (a:Action)-[:LISTED_IN]->(d:Document)
WHERE a.status = 'complete'
  AND NOT EXISTS { MATCH (a)-[:EVIDENCED_BY]->(s:Statement) WHERE s.stage = 'done' }
WITH d.id AS plan, a AS a
OPTIONAL MATCH (a)-[:EVIDENCED_BY|PROMISED_IN|EXPLAINED_IN]->(s:Statement)
WITH plan AS plan, a.ordinal AS ordinal, a AS a, count(s) AS statements
RETURN a.id AS id, a.ref AS ref, a.label AS action, a.status_words AS status_words,
       statements AS statements
ORDER BY plan, ordinal
