import ldap
from fastapi import FastAPI

app = FastAPI()


def any_of(attribute, values):
    clauses = "".join("(" + attribute + "=" + value + ")" for value in values)
    return "(|" + clauses + ")"


@app.get("/phone")
def phone(numbers: str):
    directory = ldap.initialize("ldaps://phone.example.org")
    query = any_of("telephoneNumber", numbers.split(","))
    rows = directory.search_ext_s("ou=staff,dc=example,dc=org", ldap.SCOPE_ONELEVEL, query, ["cn"])
    return {"found": len(rows)}
