/** Drawn on a grid of 24, by lines of the colour of the text beside them. */
const shapes = {
  brand: "M4 16.500l5-6.500 4 4 7-8",
  overview: "M4 20V10M10 20V4M16 20v-7M21 20H3",
  live: "M3 12h4l3-8 4 16 3-8h4",
  providers: "M4 5h16v6H4zM4 13h16v6H4zM8 8h.01M8 16h.01",
  models: "M12 3l8 4.500v9L12 21l-8-4.500v-9zM12 12l8-4.500M12 12v9M12 12L4 7.500",
  conversations: "M4 5h16v11H9l-5 4z",
  keys: "M15 9a4 4 0 1 0-3.500 4L9 15.500V18H6.500v2.500H3.500V17l5-5A4 4 0 0 1 15 9z",
  leave: "M10 4H5v16h5M14 8l4 4-4 4M18 12H9",
};

export function Icon({ name }: { name: keyof typeof shapes }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={shapes[name]} />
    </svg>
  );
}
