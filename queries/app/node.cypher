// title = "One thing by its id, of whatever kind"
MATCH (n:Action {id: $id}) RETURN n AS node
UNION ALL
MATCH (n:Document {id: $id}) RETURN n AS node
UNION ALL
MATCH (n:Recommendation {id: $id}) RETURN n AS node
UNION ALL
MATCH (n:Body {id: $id}) RETURN n AS node
UNION ALL
MATCH (n:Workstream {id: $id}) RETURN n AS node
UNION ALL
MATCH (n:Owner {id: $id}) RETURN n AS node
UNION ALL
MATCH (n:Statement {id: $id}) RETURN n AS node
UNION ALL
MATCH (n:Policy {id: $id}) RETURN n AS node
UNION ALL
MATCH (n:TrainingProduct {id: $id}) RETURN n AS node
UNION ALL
MATCH (n:System {id: $id}) RETURN n AS node
