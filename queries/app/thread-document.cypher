// title = "The thread of a document"
// question = "Who issued it, what does it ask for or list, what came of it?"
MATCH (d:Document {id: $id})-[r:ISSUED_BY]->(x:Body)
RETURN r AS relation, x AS node ORDER BY node.id LIMIT $limit
UNION ALL
MATCH (d:Document {id: $id})<-[r:STATED_IN|LISTED_IN|ORIGINATES_FROM|MENTIONS]-(x)
RETURN r AS relation, x AS node ORDER BY node.id LIMIT $limit
UNION ALL
MATCH (d:Document {id: $id})<-[:STATED_IN]-(m:Recommendation)<-[r:ORIGINATES_FROM]-(x:Action)
RETURN r AS relation, x AS node ORDER BY node.id LIMIT $limit
UNION ALL
MATCH (d:Document {id: $id})<-[:ORIGINATES_FROM]-(a:Action)-[r:EVIDENCED_BY|PROMISED_IN]->(x:Statement)
RETURN r AS relation, x AS node ORDER BY node.id LIMIT $limit
UNION ALL
MATCH (d:Document {id: $id})<-[:STATED_IN]-(m:Recommendation)<-[:ORIGINATES_FROM]-(a:Action)-[r:EVIDENCED_BY|PROMISED_IN]->(x:Statement)
RETURN r AS relation, x AS node ORDER BY node.id LIMIT $limit
