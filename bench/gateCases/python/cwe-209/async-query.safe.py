import logging

import asyncpg
from fastapi import FastAPI, HTTPException

app = FastAPI()


async def total(year: int):
    connection = await asyncpg.connect(database="books")
    try:
        return await connection.fetchval("SELECT sum(amount) FROM bookings WHERE year = $1", year)
    finally:
        await connection.close()


@app.get("/total/{year}")
async def year_total(year: int):
    try:
        return {"total": await total(year)}
    except asyncpg.PostgresError as exc:
        logging.error("query failed: %r", exc)
        raise HTTPException(status_code=500, detail="query failed")
