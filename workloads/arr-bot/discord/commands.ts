const TEXT = 3;
const WHOLE = 4;

const title = {
  type: TEXT,
  name: "title",
  description: "Begin to write, and choose from what is found",
  required: true,
  autocomplete: true,
};

/** What people can ask for, as Discord wants to be told. */
export const COMMANDS = [
  { type: 1, name: "film", description: "Wish for a film", options: [title] },
  {
    type: 1,
    name: "series",
    description: "Wish for a series",
    options: [
      title,
      {
        type: WHOLE,
        name: "season",
        description: "One of its seasons; all of them where you say nothing",
        required: false,
        min_value: 1,
        max_value: 200,
      },
    ],
  },
  { type: 1, name: "wishes", description: "What you have wished for, and what has become of it" },
  { type: 1, name: "upcoming", description: "What will be there in the next seven days" },
];
