const encoder = new TextEncoder();

async function digest(text) {
  const bytes = await crypto.subtle.digest("SHA-256", encoder.encode(text));
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export async function signDocument(document, author) {
  const stamp = new Date().toISOString();
  const seal = await digest([document, author, stamp].join("|"));
  return { author, stamp, seal };
}
