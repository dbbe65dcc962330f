from fastapi import FastAPI
from pydantic_settings import BaseSettings

app = FastAPI()


class Settings(BaseSettings):
    database_password: str
    jwt_secret: str
    title: str = "Portal"


settings = Settings()


@app.get("/config")
async def config():
    return settings.model_dump()
