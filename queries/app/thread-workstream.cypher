// title = "The thread of a workstream"
// question = "Who leads it, which actions are part of it, where do they come from and what came of them?"
MATCH (w:Workstream {id: $id})-[r:LED_BY]->(x)
RETURN r AS relation, x AS node ORDER BY node.id LIMIT $limit
UNION ALL
MATCH (w:Workstream {id: $id})<-[r:PART_OF]-(x:Action)
RETURN r AS relation, x AS node ORDER BY node.id LIMIT $limit
UNION ALL
MATCH (w:Workstream {id: $id})<-[:PART_OF]-(a:Action)-[r:ORIGINATES_FROM|EVIDENCED_BY|PROMISED_IN]->(x)
RETURN r AS relation, x AS node ORDER BY node.id LIMIT $limit
UNION ALL
MATCH (w:Workstream {id: $id})<-[:PART_OF]-(a:Action)-[:ORIGINATES_FROM]->(m:Recommendation)-[r:STATED_IN]->(x:Document)
RETURN r AS relation, x AS node ORDER BY node.id LIMIT $limit
