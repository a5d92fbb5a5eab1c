// title = "Actions without an identified source"
// question = "Which actions name no source, or one that the register does not know for certain?"
// who = "An auditor who checks that every action answers to something"
// columns = ["id", "ref", "action", "source_id", "cited_as"]
MATCH (a:Action)
WHERE NOT EXISTS { MATCH (a)-[:ORIGINATES_FROM]->(s) }
RETURN a.id AS id, a.ref AS ref, a.label AS action, null AS source_id, null AS cited_as
ORDER BY id
UNION ALL
MATCH (a:Action)-[:ORIGINATES_FROM]->(d:Document)
WHERE d.identified = false
RETURN a.id AS id, a.ref AS ref, a.label AS action, d.id AS source_id, d.label AS cited_as
ORDER BY id, source_id
UNION ALL
MATCH (a:Action)-[:ORIGINATES_FROM]->(r:Recommendation)-[:STATED_IN]->(d:Document)
WHERE d.identified = false
RETURN a.id AS id, a.ref AS ref, a.label AS action, d.id AS source_id, d.label AS cited_as
ORDER BY id, source_id
