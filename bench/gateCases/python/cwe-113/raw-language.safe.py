import asyncio
from urllib.parse import unquote

LANGUAGES = {"en", "de", "fr", "it"}


async def answer(reader, writer):
    first = (await reader.readline()).decode("latin-1")
    _, target, _ = first.split(" ", 2)
    language = unquote(target.partition("?lang=")[2])
    language = language if language in LANGUAGES else "en"
    head = "HTTP/1.1 204 No Content\r\nContent-Language: " + language + "\r\nConnection: close\r\n\r\n"
    writer.write(head.encode("latin-1", "replace"))
    await writer.drain()
    writer.close()


async def main():
    server = await asyncio.start_server(answer, "127.0.0.1", 8022)
    async with server:
        await server.serve_forever()


asyncio.run(main())
