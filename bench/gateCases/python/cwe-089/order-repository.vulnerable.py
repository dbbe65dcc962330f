import psycopg2
from fastapi import Depends, FastAPI

app = FastAPI()


class OrderRepository:
    def __init__(self, dsn="dbname=shop"):
        self.connection = psycopg2.connect(dsn)
        self.filters = []

    def where(self, column, value):
        self.filters.append("%s = '%s'" % (column, value))
        return self

    def all(self):
        query = "SELECT id, total FROM orders WHERE " + " AND ".join(self.filters)
        with self.connection.cursor() as cursor:
            cursor.execute(query)
            return cursor.fetchall()


@app.get("/orders")
def orders(status: str, city: str, repository: OrderRepository = Depends(lambda: OrderRepository())):
    return repository.where("status", status).where("city", city).all()
