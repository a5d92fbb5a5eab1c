// title = "What is one step away from any of these ids"
UNWIND $ids AS id MATCH (n:Action {id: id})-[r]-(x) RETURN r AS relation, x AS node
UNION ALL
UNWIND $ids AS id MATCH (n:Document {id: id})-[r]-(x) RETURN r AS relation, x AS node
UNION ALL
UNWIND $ids AS id MATCH (n:Recommendation {id: id})-[r]-(x) RETURN r AS relation, x AS node
UNION ALL
UNWIND $ids AS id MATCH (n:Body {id: id})-[r]-(x) RETURN r AS relation, x AS node
UNION ALL
UNWIND $ids AS id MATCH (n:Workstream {id: id})-[r]-(x) RETURN r AS relation, x AS node
UNION ALL
UNWIND $ids AS id MATCH (n:Owner {id: id})-[r]-(x) RETURN r AS relation, x AS node
UNION ALL
UNWIND $ids AS id MATCH (n:Statement {id: id})-[r]-(x) RETURN r AS relation, x AS node
UNION ALL
UNWIND $ids AS id MATCH (n:Policy {id: id})-[r]-(x) RETURN r AS relation, x AS node
UNION ALL
UNWIND $ids AS id MATCH (n:TrainingProduct {id: id})-[r]-(x) RETURN r AS relation, x AS node
UNION ALL
UNWIND $ids AS id MATCH (n:System {id: id})-[r]-(x) RETURN r AS relation, x AS node
