// title = "The thread of a statement"
// question = "Which action does this sentence answer, and where does that come from?"
MATCH (s:Statement {id: $id})-[r:MENTIONS]->(x)
RETURN r AS relation, x AS node ORDER BY node.id LIMIT $limit
UNION ALL
MATCH (s:Statement {id: $id})<-[r:EVIDENCED_BY|PROMISED_IN|EXPLAINED_IN]-(x:Action)
RETURN r AS relation, x AS node ORDER BY node.id LIMIT $limit
UNION ALL
MATCH (s:Statement {id: $id})<-[:EVIDENCED_BY|PROMISED_IN|EXPLAINED_IN]-(a:Action)-[r:LISTED_IN|ORIGINATES_FROM|PART_OF|OWNED_BY]->(x)
RETURN r AS relation, x AS node ORDER BY node.id LIMIT $limit
UNION ALL
MATCH (s:Statement {id: $id})<-[:EVIDENCED_BY|PROMISED_IN|EXPLAINED_IN]-(a:Action)-[:ORIGINATES_FROM]->(m:Recommendation)-[r:STATED_IN]->(x:Document)
RETURN r AS relation, x AS node ORDER BY node.id LIMIT $limit
