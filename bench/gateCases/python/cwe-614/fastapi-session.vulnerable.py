import secrets

from fastapi import FastAPI, Response

app = FastAPI()
SESSIONS: set[str] = set()


def start_session(response: Response) -> None:
    token = secrets.token_hex(32)
    SESSIONS.add(token)
    response.set_cookie(key="session", value=token, httponly=True, secure=False, samesite="strict")


@app.post("/session")
async def create(response: Response):
    start_session(response)
    return {"active": len(SESSIONS)}
