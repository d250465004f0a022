CREATE TABLE "api_keys" (
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
CREATE INDEX "usage_by_person" ON "usage" USING btree ("person","at");