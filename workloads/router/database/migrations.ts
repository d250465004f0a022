// Written by `npm run migrations -w workloads/router` from the folder beside it.
// biome-ignore-all format: the texts stay as drizzle-kit wrote them.

export interface Migration {
  tag: string;
  /** When it was made, in milliseconds since 1970: the order. */
  at: number;
  sql: string;
}

export const migrations: readonly Migration[] = [
  { tag: "0000_keys-and-usage", at: 1795277616293, sql: `CREATE TABLE "api_keys" (
	"id" text PRIMARY KEY NOT NULL,
	"hash" text NOT NULL,
	"prefix" text NOT NULL,
	"previous_hash" text,
	"previous_until" timestamp with time zone,
	"name" text NOT NULL,
	"person" text NOT NULL,
	"admin" boolean NOT NULL,
	"models" text[] NOT NULL,
	"tools" text[] NOT NULL,
	"limits" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone,
	"last_used_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "api_keys_hash_unique" UNIQUE("hash")
);
--> statement-breakpoint
CREATE TABLE "usage" (
	"id" text PRIMARY KEY NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"key_id" text NOT NULL,
	"person" text NOT NULL,
	"api" text NOT NULL,
	"model" text NOT NULL,
	"provider" text NOT NULL,
	"provider_model" text NOT NULL,
	"stream" boolean NOT NULL,
	"status" smallint NOT NULL,
	"prompt_tokens" integer,
	"cached_tokens" integer,
	"completion_tokens" integer,
	"partial" boolean NOT NULL,
	"cost" bigint NOT NULL,
	"queued_ms" real NOT NULL,
	"first_byte_ms" real,
	"total_ms" real NOT NULL,
	"attempts" smallint NOT NULL,
	"fault" text
);
--> statement-breakpoint
CREATE INDEX "usage_by_time" ON "usage" USING btree ("at","id");--> statement-breakpoint
CREATE INDEX "usage_by_key" ON "usage" USING btree ("key_id","at");--> statement-breakpoint
CREATE INDEX "usage_by_person" ON "usage" USING btree ("person","at");` },
  { tag: "0001_memory", at: 1795278297716, sql: `CREATE TABLE "conversations" (
	"key" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "conversations_key_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"person" text NOT NULL,
	"id" text NOT NULL,
	"title" text DEFAULT '' NOT NULL,
	"pinned" boolean DEFAULT false NOT NULL,
	"metadata" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"instructions" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"next" integer DEFAULT 0 NOT NULL,
	"tokens" bigint DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "conversations_person_id" UNIQUE("person","id")
);
--> statement-breakpoint
CREATE TABLE "memory_deletions" (
	"subject" text PRIMARY KEY NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "memory_preferences" (
	"person" text PRIMARY KEY NOT NULL,
	"always" boolean NOT NULL,
	"keep_days" integer
);
--> statement-breakpoint
CREATE TABLE "message_vectors" (
	"message" bigint PRIMARY KEY NOT NULL,
	"model" text NOT NULL,
	"dimensions" integer NOT NULL,
	"vector" real[] NOT NULL
);
--> statement-breakpoint
CREATE TABLE "messages" (
	"key" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "messages_key_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"conversation" bigint NOT NULL,
	"position" integer NOT NULL,
	"turn" text NOT NULL,
	"message" jsonb NOT NULL,
	"digest" text NOT NULL,
	"offset" bigint NOT NULL,
	"tokens" integer NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"words" "tsvector" NOT NULL,
	"language" text NOT NULL,
	CONSTRAINT "messages_conversation_position" UNIQUE("conversation","position")
);
--> statement-breakpoint
CREATE TABLE "responses" (
	"id" text PRIMARY KEY NOT NULL,
	"conversation" bigint NOT NULL,
	"turn" text NOT NULL,
	"previous" text,
	"input" jsonb NOT NULL,
	"response" jsonb NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "summaries" (
	"conversation" bigint PRIMARY KEY NOT NULL,
	"up_to" integer NOT NULL,
	"offset" bigint NOT NULL,
	"text" text NOT NULL,
	"tokens" integer NOT NULL
);
--> statement-breakpoint
ALTER TABLE "message_vectors" ADD CONSTRAINT "message_vectors_message_messages_key_fk" FOREIGN KEY ("message") REFERENCES "public"."messages"("key") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_conversation_conversations_key_fk" FOREIGN KEY ("conversation") REFERENCES "public"."conversations"("key") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "responses" ADD CONSTRAINT "responses_conversation_conversations_key_fk" FOREIGN KEY ("conversation") REFERENCES "public"."conversations"("key") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "summaries" ADD CONSTRAINT "summaries_conversation_conversations_key_fk" FOREIGN KEY ("conversation") REFERENCES "public"."conversations"("key") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "conversations_person_updated" ON "conversations" USING btree ("person","updated_at");--> statement-breakpoint
CREATE INDEX "messages_turn" ON "messages" USING btree ("turn");--> statement-breakpoint
CREATE INDEX "messages_digest" ON "messages" USING btree ("digest");--> statement-breakpoint
CREATE INDEX "messages_words" ON "messages" USING gin ("words");--> statement-breakpoint
CREATE INDEX "responses_conversation" ON "responses" USING btree ("conversation");` },
  { tag: "0002_tools", at: 1795279433547, sql: `CREATE TABLE "tool_calls" (
	"id" text PRIMARY KEY NOT NULL,
	"at" bigint NOT NULL,
	"request_id" text NOT NULL,
	"key_id" text NOT NULL,
	"person" text NOT NULL,
	"tool" text NOT NULL,
	"argument_hash" text NOT NULL,
	"argument_bytes" integer NOT NULL,
	"result_bytes" integer NOT NULL,
	"outcome" text NOT NULL,
	"ms" integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX "tool_calls_at" ON "tool_calls" USING btree ("at");--> statement-breakpoint
CREATE INDEX "tool_calls_key" ON "tool_calls" USING btree ("key_id","at");` },
  { tag: "0003_local-conversations", at: 1795280136486, sql: `ALTER TABLE "conversations" ADD COLUMN "local" boolean DEFAULT false NOT NULL;` },
  { tag: "0004_why", at: 1795315215091, sql: `ALTER TABLE "usage" ADD COLUMN "why" text;` },
];
