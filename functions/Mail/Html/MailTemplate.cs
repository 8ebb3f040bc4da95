using System.Text.RegularExpressions;
using Assessment.Cycle;

namespace Assessment.Mail;

/// <summary>
/// Reads the light marks of a mail's template: <c># what it is about</c>, <c>## a part</c>, <c>&gt; what to do</c>, <c>| label: value</c>,
/// <c>[label](link)</c>, and a placeholder alone on its line for whole pieces. Marks count in the template only: what is filled in never becomes one.
/// </summary>
public static partial class MailTemplate
{
    public static IReadOnlyList<MailBlock> Fill(Language language, string key, params (string Name, MailValue Value)[] values)
        => new Filling(language, key, values).Read(Texts.Template(language, key));

    [GeneratedRegex(@"\{(?<name>[a-z]+)\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"^\[(?<label>[^\]]+)\]\((?<address>[^)]+)\)$")]
    private static partial Regex Link();

    sealed class Filling(Language language, string key, (string Name, MailValue Value)[] values)
    {
        readonly List<MailBlock> blocks = [];
        readonly List<string> paragraph = [];
        readonly List<string> callout = [];
        readonly List<MailFact> facts = [];

        public List<MailBlock> Read(string template)
        {
            foreach (var line in template.Split('\n'))
            {
                Take(line.Trim());
            }

            Flush();
            return blocks;
        }

        void Take(string line)
        {
            switch (line)
            {
                case "":
                    Flush();
                    break;
                case ['#', '#', ' ', .. var part]:
                    Add(new Heading(2, Words(part)));
                    break;
                case ['#', ' ', .. var about]:
                    Add(new Heading(1, Words(about)));
                    break;
                case ['>', ' ', .. var toDo]:
                    callout.AddRange(Lines(toDo));
                    break;
                case ['|', ' ', .. var fact]:
                    TakeFact(fact);
                    break;
                case ['[', ..] when Link().Match(line) is { Success: true } link:
                    TakeLink(link);
                    break;
                default:
                    TakeLine(line);
                    break;
            }
        }

        void TakeFact(string line)
        {
            var colon = line.IndexOf(": ", StringComparison.Ordinal);
            if (Words(line[(colon + 2)..]) is { Length: > 0 } value)
            {
                facts.Add(new MailFact(Words(line[..colon]), value));
            }
        }

        /// <summary>A link without an address is left out: not every mail has a page to open.</summary>
        void TakeLink(Match link)
        {
            if (Words(link.Groups["address"].Value) is { Length: > 0 } address)
            {
                Add(new LinkButton(Words(link.Groups["label"].Value), address));
            }
        }

        void TakeLine(string line)
        {
            if (Placeholder().Match(line) is { Success: true } alone && alone.Length == line.Length && ValueOf(alone) is { Blocks: { } pieces })
            {
                Flush();
                blocks.AddRange(pieces);
                return;
            }

            foreach (var filled in Lines(line))
            {
                TakeFilled(filled);
            }
        }

        /// <summary>A blank line inside of what was filled in begins a new paragraph.</summary>
        void TakeFilled(string line)
        {
            if (line.Length == 0)
            {
                Flush();
            }
            else
            {
                paragraph.Add(line);
            }
        }

        void Add(MailBlock block)
        {
            Flush();
            blocks.Add(block);
        }

        void Flush()
        {
            AddLines(callout, lines => new Callout(lines));
            if (facts.Count > 0)
            {
                blocks.Add(new Facts([.. facts]));
                facts.Clear();
            }

            AddLines(paragraph, lines => new MailParagraph(lines));
        }

        void AddLines(List<string> lines, Func<IReadOnlyList<string>, MailBlock> block)
        {
            if (lines.Count > 0)
            {
                blocks.Add(block([.. lines]));
                lines.Clear();
            }
        }

        string[] Lines(string template) => Words(template).Split('\n');

        string Words(string template) => Placeholder().Replace(template, match => ValueOf(match).Text).Trim();

        MailValue ValueOf(Match placeholder)
        {
            var name = placeholder.Groups["name"].Value;
            foreach (var value in values)
            {
                if (value.Name == name)
                {
                    return value.Value;
                }
            }

            throw new InvalidOperationException($"The text '{key}' in {language} wants {placeholder.Value}.");
        }
    }
}
