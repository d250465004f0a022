CREATE TABLE "tool_calls" (
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
CREATE INDEX "tool_calls_key" ON "tool_calls" USING btree ("key_id","at");