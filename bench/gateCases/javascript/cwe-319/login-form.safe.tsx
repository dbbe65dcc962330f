import { type FormEvent, useState } from "react";

const API = "https://accounts.example.com/api";

export function LoginForm() {
  const [password, setPassword] = useState("");

  async function submit(event: FormEvent) {
    event.preventDefault();
    await fetch(`${API}/login`, { method: "POST", body: JSON.stringify({ password }) });
  }

  return (
    <form onSubmit={submit}>
      <input type="password" value={password} onChange={(event) => setPassword(event.target.value)} />
    </form>
  );
}
