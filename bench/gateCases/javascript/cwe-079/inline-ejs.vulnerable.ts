import ejs from "ejs";
import express from "express";

const app = express();
const layout = `
<!doctype html>
<title>Orders</title>
<p>Order <%- order %> of <%= customer %></p>
`;

app.get("/orders/:order", (req, res) => {
  const { order } = req.params;
  const customer = req.header("x-customer") ?? "guest";
  const html = ejs.render(layout, { order, customer });
  res.send(html);
});

app.listen(3000);
