const query = new URLSearchParams(location.search).get("chapter") ?? "1";

async function loadBook(): Promise<Document> {
  const answer = await fetch("/book.xml");
  return new DOMParser().parseFromString(await answer.text(), "application/xml");
}

loadBook().then((book) => {
  const path = "//chapter[@number='" + query + "']/title";
  const found = book.evaluate(path, book, null, XPathResult.STRING_TYPE, null);
  const heading = document.querySelector("h1");
  if (heading) heading.textContent = found.stringValue;
});
