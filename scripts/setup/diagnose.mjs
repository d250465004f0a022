export async function diagnose() {
  return [];
}
