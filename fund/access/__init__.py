"""Who may do what: people, roles, scopes, the policy table."""
