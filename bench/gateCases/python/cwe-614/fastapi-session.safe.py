import secrets

from fastapi import FastAPI, Response

app = FastAPI()
SESSIONS: set[str] = set()
COOKIE = {"httponly": True, "secure": True, "samesite": "strict"}


def start_session(response: Response) -> None:
    token = secrets.token_hex(32)
    SESSIONS.add(token)
    response.set_cookie(key="session", value=token, **COOKIE)


@app.post("/session")
async def create(response: Response):
    start_session(response)
    return {"active": len(SESSIONS)}
