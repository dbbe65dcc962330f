import logging
from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException, Query
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

app = FastAPI()
logger = logging.getLogger(__name__)
engine = create_async_engine("sqlite+aiosqlite:///fleet.db")
sessions = async_sessionmaker(engine)


async def session():
    async with sessions() as current:
        yield current


class Period:
    def __init__(self, begin: str, end: str):
        self.begin = begin
        self.end = end

    def clause(self) -> str:
        return "driven_at BETWEEN '{}' AND '{}'".format(self.begin, self.end)


def clean(value: str) -> str:
    return "".join(letter for letter in value if letter.isdigit() or letter == "-")


@app.get("/fleet/{vehicle}/distance")
async def distance(
    vehicle: int,
    begin: str,
    end: Annotated[str, Query(max_length=60)] = "2100-01-01",
    current: AsyncSession = Depends(session),
):
    period = Period(clean(begin), clean(end))
    statement = "SELECT sum(km) FROM trips WHERE vehicle = :vehicle AND " + period.clause()
    try:
        total = (await current.execute(text(statement), {"vehicle": vehicle})).scalar()
    except SQLAlchemyError:
        logger.exception("distance of vehicle %d", vehicle)
        raise HTTPException(status_code=500, detail="no distance")
    return {"vehicle": vehicle, "km": total or 0}
