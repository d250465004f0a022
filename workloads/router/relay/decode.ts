import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";

/** Takes what came over the wire, and gives what was meant. */
export interface Decoder {
  write(piece: Buffer): void;
  end(): void;
  destroy(): void;
}

interface Decoded {
  data(piece: Buffer): void;
  end(): void;
  error(error: Error): void;
}

const makers: Record<string, () => ReturnType<typeof createGunzip>> = {
  gzip: createGunzip,
  "x-gzip": createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

/** For providers that compress although they were asked not to. Nothing for an encoding that nobody knows. */
export function decoderOf(encoding: string, { data, end, error }: Decoded): Decoder | undefined {
  const make = makers[encoding.toLowerCase()];
  if (!make) return undefined;
  const stream = make();
  stream.on("data", data).once("end", end).once("error", error);
  return {
    write: (piece) => void stream.write(piece),
    end: () => void stream.end(),
    destroy: () => void stream.destroy(),
  };
}
