/** Only its own origin, for everything. Monaco sets styles at run time, hence 'unsafe-inline' for styles and for nothing else. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

export const securityHeaders: Readonly<Record<string, string>> = {
  "Content-Security-Policy": contentSecurityPolicy,
  "X-Content-Type-Options": "nosniff",
  "X-DNS-Prefetch-Control": "off",
  "Referrer-Policy": "no-referrer",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Permissions-Policy":
    "camera=(), microphone=(), geolocation=(), usb=(), serial=(), payment=(), interest-cohort=()",
};

/**
 * What a browser is told besides. The policy above says nothing of connections between peers (WebRTC), which carry
 * datagrams anywhere; this list does, and the browser keeps it below its pages (Chromium from version 152).
 */
export const browserHeaders: Readonly<Record<string, string>> = {
  ...securityHeaders,
  "Connection-Allowlist": "(response-origin); webrtc=block",
};
