// title = "Actions, filtered"
// question = "Which actions has this source, this workstream, this owner, this status, this plan? (an empty text leaves a filter out)"
// columns = ["id", "ref", "label", "plan", "workstream", "status", "due"]
MATCH (a:Action)-[:LISTED_IN]->(d:Document)
WHERE ($plan = '' OR d.id = $plan)
  AND ($status = '' OR coalesce(a.status, 'unknown') = $status)
WITH a AS a, d AS d
WHERE ($workstream = '' OR EXISTS { MATCH (a)-[:PART_OF]->(w:Workstream) WHERE w.id = $workstream })
WITH a AS a, d AS d
WHERE ($owner = '' OR EXISTS { MATCH (a)-[:OWNED_BY]->(o) WHERE o.id = $owner })
WITH a AS a, d AS d
WHERE ($source = ''
  OR EXISTS { MATCH (a)-[:ORIGINATES_FROM]->(s) WHERE s.id = $source }
  OR EXISTS { MATCH (a)-[:ORIGINATES_FROM]->(m:Recommendation)-[:STATED_IN]->(s:Document) WHERE s.id = $source })
WITH a AS a, d AS d
OPTIONAL MATCH (a)-[:PART_OF]->(w:Workstream)
WITH a AS a, d AS d, min(w.label) AS workstream
RETURN a.id AS id, a.ref AS ref, a.label AS label, d.id AS plan, workstream AS workstream,
       coalesce(a.status, 'unknown') AS status, a.due AS due
ORDER BY plan, a.ordinal, id
