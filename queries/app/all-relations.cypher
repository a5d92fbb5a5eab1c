// title = "Every relation"
MATCH (n:Action|Document|Recommendation|Body|Workstream|Owner|Statement|Policy|TrainingProduct|System)-[r]->(x)
RETURN r AS relation
