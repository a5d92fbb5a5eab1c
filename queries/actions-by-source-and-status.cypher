// title = "Actions by source and status"
// question = "How many actions came from each source document, and how far does the plan say they are?"
// who = "A policy officer who reports on progress; an auditor who checks that report"
// columns = ["source_id", "source", "identified", "status", "actions"]
// [parameters.plan]
// type = "text"
// default = ""
// about = "id of a plan; empty for all"
MATCH (a:Action)-[:LISTED_IN]->(p:Document)
WHERE $plan = '' OR p.id = $plan
WITH DISTINCT a AS a
CALL (a) {
  MATCH (a)-[:ORIGINATES_FROM]->(d:Document)
  RETURN d AS source
  UNION
  MATCH (a)-[:ORIGINATES_FROM]->(r:Recommendation)-[:STATED_IN]->(d:Document)
  RETURN d AS source
}
WITH source AS source, coalesce(a.status, 'unknown') AS status, count(DISTINCT a) AS actions
RETURN source.id AS source_id, source.label AS source, coalesce(source.identified, true) AS identified,
       status AS status, actions AS actions
ORDER BY source_id, status
