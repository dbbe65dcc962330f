import psycopg2


class Warehouse:
    def __init__(self):
        self.connection = psycopg2.connect(
            host="warehouse.example.org",
            dbname="stock",
            user="stock_writer",
            password="Gr4nite-Otter-77",
            sslmode="verify-full",
        )

    def ping(self):
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return cursor.fetchone()
