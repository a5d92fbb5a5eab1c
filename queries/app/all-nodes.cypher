// title = "Every node but the quotes"
MATCH (n:Action|Document|Recommendation|Body|Workstream|Owner|Statement|Policy|TrainingProduct|System)
RETURN n AS node
