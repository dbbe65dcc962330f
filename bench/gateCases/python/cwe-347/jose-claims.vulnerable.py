from fastapi import Depends, FastAPI, Header, HTTPException
from jose import jwt

app = FastAPI()


def tenant(authorization: str = Header()):
    token = authorization.split(" ", 1)[-1]
    claims = jwt.get_unverified_claims(token)
    if "tenant" not in claims:
        raise HTTPException(status_code=401, detail="no tenant")
    return claims["tenant"]


@app.get("/tenant")
def show(name: str = Depends(tenant)):
    return {"tenant": name}
