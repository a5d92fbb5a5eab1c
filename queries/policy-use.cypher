// title = "What a policy is used for"
// question = "Which actions rest on this policy, and in which words?"
// who = "The owner of a policy that is to be changed"
// columns = ["policy_id", "policy", "action_id", "action", "stage", "words"]
// [parameters.policy]
// type = "text"
// about = "its id, its name or a part of its name; all of them when left out"
// default = ""
MATCH (p:Policy)<-[:MENTIONS]-(s:Statement)<-[:EVIDENCED_BY|PROMISED_IN|EXPLAINED_IN]-(a:Action)
WHERE p.id = $policy OR toLower(p.name) CONTAINS toLower($policy)
RETURN p.id AS policy_id, p.label AS policy, a.id AS action_id, a.label AS action,
       s.stage AS stage, s.text AS words
ORDER BY policy_id, action_id, words
UNION ALL
MATCH (p:Policy)<-[:MENTIONS]-(a:Action)
WHERE p.id = $policy OR toLower(p.name) CONTAINS toLower($policy)
RETURN p.id AS policy_id, p.label AS policy, a.id AS action_id, a.label AS action,
       null AS stage, a.text AS words
ORDER BY policy_id, action_id
