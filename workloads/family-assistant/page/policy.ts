/** A page loads nothing from anywhere else, runs nothing but its own script, and sends forms only to itself. */
export const strict = {
  "content-security-policy": [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "media-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; "),
  // What somebody has read is nobody's who uses the same computer later.
  "cache-control": "no-store",
} as const;
