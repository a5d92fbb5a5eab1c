// title = "The thread of a policy"
// question = "Which actions use it, as what, and where do these come from?"
MATCH (p:Policy {id: $id})<-[r:MENTIONS]-(x)
RETURN r AS relation, x AS node ORDER BY node.id LIMIT $limit
UNION ALL
MATCH (p:Policy {id: $id})<-[:MENTIONS]-(s:Statement)<-[r:EVIDENCED_BY|PROMISED_IN|EXPLAINED_IN]-(x:Action)
RETURN r AS relation, x AS node ORDER BY node.id LIMIT $limit
UNION ALL
MATCH (p:Policy {id: $id})<-[:MENTIONS]-(a:Action)-[r:LISTED_IN|ORIGINATES_FROM]->(x)
RETURN r AS relation, x AS node ORDER BY node.id LIMIT $limit
UNION ALL
MATCH (p:Policy {id: $id})<-[:MENTIONS]-(s:Statement)<-[:EVIDENCED_BY|PROMISED_IN|EXPLAINED_IN]-(a:Action)-[r:LISTED_IN|ORIGINATES_FROM]->(x)
RETURN r AS relation, x AS node ORDER BY node.id LIMIT $limit
