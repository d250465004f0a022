import { z } from "zod";

/** An operating system as its makers publish it, to be copied onto the disk of a new machine. */
export interface CloudImage {
  url: string;
  checksum: { algorithm: "sha256" | "sha512"; digest: string };
}

/** By date, never "current": a machine that is made tomorrow is made of the same bits. */
export const CLOUD_IMAGES = {
  "debian-13": {
    url: "https://cloud.debian.org/images/cloud/trixie/20260914-2601/debian-13-generic-amd64-20260914-2601.qcow2",
    checksum: {
      algorithm: "sha512",
      digest:
        "a733e7d49442a03e70d03e4eb5aaf3967f3efc69ef70952f9bb10fc1ee2c4876eb95956b5ad2d31350e5fada768feb651352535fb8cd1233f61998a5a7d2e93c",
    },
  },
  "ubuntu-24.04": {
    url: "https://cloud-images.ubuntu.com/releases/noble/release-20260926/ubuntu-24.04-server-cloudimg-amd64.img",
    checksum: {
      algorithm: "sha256",
      digest: "6a81c37564db9b1ee84e141922625e1d7c5b389b99bb3c572e0243607d5bb4d2",
    },
  },
} as const satisfies Record<string, CloudImage>;

export const cloudImage = z.enum(["debian-13", "ubuntu-24.04"]);

export type CloudImageName = z.output<typeof cloudImage>;
