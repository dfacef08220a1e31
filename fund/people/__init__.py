"""Who is here, with which roles, accounts and sign-ins: read only, for the administrators."""
