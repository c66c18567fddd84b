/** Columns that everybody has. */
export const WIDTH = 80;

/** A text in so many columns: longer ones are cut. */
export function fit(text: string, columns: number): string {
  const characters = [...text];
  const room = columns - characters.length;
  if (room >= 0) return text + " ".repeat(room);
  return `${characters.slice(0, columns - 1).join("")}…`;
}

/** A text in lines of so many columns, each behind an indent. */
export function fold(text: string, indent: number, columns = WIDTH): string[] {
  const room = columns - indent;
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ").flatMap((word) => pieces(word, room))) {
    if (line !== "" && [...line].length + 1 + [...word].length > room) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line].map((line) => " ".repeat(indent) + line);
}

/** A word that no line has room for, in pieces. */
function pieces(word: string, room: number): string[] {
  const characters = [...word];
  if (characters.length <= room) return [word];
  return [
    characters.slice(0, room).join(""),
    ...pieces(characters.slice(room).join(""), room),
  ];
}
