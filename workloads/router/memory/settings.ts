/** The PostgreSQL text search that fits what people write here; `simple` knows no grammar, and fits all. */
export const searchLanguages = ["simple", "english", "german"] as const;

export interface MemorySettings {
  searchLanguage: (typeof searchLanguages)[number];
  /** Makes the vectors for searching; without it, search goes by words alone. */
  embeddingModel?: string | undefined;
  /** Without it, a conversation is summarised by the model that it is held with, which is loaded anyway. */
  summaryModel?: string | undefined;
  /** What is older goes, unless it is pinned or its person has chosen otherwise. Without it, all is kept. */
  keepDays?: number | undefined;
  maxMessageBytes: number;
  /** Beyond it, a conversation loses its oldest. */
  maxMessages: number;
  /** For models of which nobody knows how much they hold. */
  contextTokens: number;
}

export const defaultMemory: MemorySettings = {
  searchLanguage: "simple",
  maxMessageBytes: 256 * 1024,
  maxMessages: 5_000,
  contextTokens: 8_192,
};
