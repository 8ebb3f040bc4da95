using System.Text;

namespace Assessment.Mail;

/// <summary>A mail as plain text: for readers without HTML, and as what people quote when they answer.</summary>
public static class PlainMail
{
    const string Indent = "     ";

    public static string Write(IReadOnlyList<MailBlock> blocks)
    {
        var text = new StringBuilder();
        for (var index = 0; index < blocks.Count; index++)
        {
            if (index > 0)
            {
                // What a heading opens stands right below it.
                text.Append(blocks[index - 1] is Heading { Level: 2 } ? "\n" : "\n\n");
            }

            Write(text, blocks[index]);
        }

        return text.ToString();
    }

    static void Write(StringBuilder text, MailBlock block) => _ = block switch
    {
        Heading heading => text.Append(heading.Text),
        MailParagraph paragraph => text.AppendJoin('\n', paragraph.Lines),
        Callout callout => text.AppendJoin('\n', callout.Lines),
        Facts facts => text.AppendJoin('\n', facts.All.Select(fact => $"{fact.Label}: {fact.Value}")),
        Bullets bullets => text.AppendJoin('\n', bullets.Lines.Select(line => $"- {line}")),
        ItemList { IsCompact: true } list => text.AppendJoin('\n', list.Items.Select(Compact)),
        ItemList list => text.AppendJoin("\n\n", list.Items.Select(Whole)),
        FormBlock form => text.Append(form.Text),
        LinkButton link => text.Append(link.Label).Append(":\n").Append(link.Address),
        _ => throw new InvalidOperationException($"There is no plain text of {block.GetType().Name}."),
    };

    static string Compact(MailItem item)
        => $"- {item.Code}  {item.Text}" + (item.Details.Count == 0 ? "" : $" ({string.Join("; ", item.Details)})");

    static string Whole(MailItem item)
        => string.Join('\n', item.Details.Select(detail => Indent + detail.Replace("\n", "\n" + Indent, StringComparison.Ordinal)).Prepend($"{item.Code}  {item.Text}"));
}
