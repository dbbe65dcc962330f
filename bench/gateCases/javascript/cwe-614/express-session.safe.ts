import express from "express";
import session from "express-session";

const app = express();
app.set("trust proxy", 1);

const cookie: session.CookieOptions = { httpOnly: true, sameSite: "strict", maxAge: 86_400_000 };
cookie.secure = true;

app.use(
  session({
    name: "portal",
    secret: process.env.SESSION_SECRET ?? "",
    resave: false,
    saveUninitialized: false,
    cookie,
  }),
);

app.listen(3000);
