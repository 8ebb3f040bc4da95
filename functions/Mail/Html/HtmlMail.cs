using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Assessment.Cycle;

namespace Assessment.Mail;

/// <summary>
/// A mail as a page that Outlook shows as it is meant: tables for the layout, every style beside its element, nothing from outside,
/// no pictures. The same pieces always give the same bytes.
/// </summary>
public static class HtmlMail
{
    const string Font = "font-family:Arial,Helvetica,sans-serif;";
    const string Body = Font + "font-size:16px;line-height:24px;color:#1f2328;";
    const string Small = Font + "font-size:14px;line-height:21px;color:#4a5560;";
    const string Layout = "<table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\"";

    /// <summary>Letters of other scripts stay letters: only what HTML itself needs is written in another way.</summary>
    static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    public static string Write(Letterhead from, IReadOnlyList<MailBlock> blocks)
    {
        var page = new StringBuilder(8192);
        Open(page, from, blocks.OfType<Heading>().FirstOrDefault(heading => heading.Level == 1)?.Text ?? from.Name);
        foreach (var block in blocks)
        {
            Write(page, block);
        }

        Close(page, from);
        return page.ToString();
    }

    static void Open(StringBuilder page, Letterhead from, string title) => page
        .Append("<!DOCTYPE html>\n<html lang=\"").Append(from.Language.ToString().ToLower(CultureInfo.InvariantCulture)).Append("\">\n<head>\n<meta charset=\"utf-8\">\n")
        .Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light\">\n")
        .Append("<title>").Append(Words(title)).Append("</title>\n</head>\n")
        .Append("<body style=\"margin:0;padding:0;background-color:#eef1f4;\">\n")
        .Append(Layout).Append(" style=\"background-color:#eef1f4;\">\n<tr><td align=\"center\" style=\"padding:16px 8px;\">\n")
        // Outlook on Windows knows no greatest width; it gets a fixed one.
        .Append("<!--[if mso]><table role=\"presentation\" width=\"660\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\"><tr><td><![endif]-->\n")
        .Append(Layout).Append(" style=\"max-width:660px;background-color:#ffffff;border:1px solid #c3ccd5;\">\n")
        .Append("<tr><td align=\"left\" style=\"padding:16px 24px;background-color:#14365d;color:#ffffff;").Append(Font).Append("font-size:16px;line-height:24px;font-weight:bold;\">")
        .Append(Words(from.Name)).Append("</td></tr>\n<tr><td align=\"left\" style=\"padding:24px 24px 8px 24px;").Append(Body).Append("\">\n");

    static void Close(StringBuilder page, Letterhead from) => page
        .Append("</td></tr>\n<tr><td align=\"left\" style=\"padding:12px 24px 16px 24px;border-top:1px solid #c3ccd5;").Append(Small).Append("\">")
        .Append(Words(from.Name)).Append("<br><a href=\"mailto:").Append(Words(from.Mailbox)).Append("\" style=\"color:#0b4f8a;\">").Append(Words(from.Mailbox))
        .Append("</a></td></tr>\n</table>\n<!--[if mso]></td></tr></table><![endif]-->\n</td></tr>\n</table>\n</body>\n</html>\n");

    static void Write(StringBuilder page, MailBlock block) => _ = block switch
    {
        Heading { Level: 1 } heading => page.Append("<h1 style=\"margin:0 0 16px 0;").Append(Font).Append("font-size:20px;line-height:28px;color:#14365d;\">").Append(Words(heading.Text)).Append("</h1>\n"),
        Heading heading => page.Append("<h2 style=\"margin:24px 0 8px 0;").Append(Font).Append("font-size:17px;line-height:24px;color:#14365d;\">").Append(Words(heading.Text)).Append("</h2>\n"),
        MailParagraph paragraph => page.Append("<p style=\"margin:0 0 16px 0;").Append(Body).Append("\">").Append(Broken(paragraph.Lines)).Append("</p>\n"),
        Callout callout => WriteCallout(page, callout),
        Facts facts => WriteFacts(page, facts),
        Bullets bullets => WriteBullets(page, bullets),
        ItemList list => WriteItems(page, list),
        FormBlock form => WriteForm(page, form),
        LinkButton link => WriteLink(page, link),
        _ => throw new InvalidOperationException($"There is no page of {block.GetType().Name}."),
    };

    static StringBuilder WriteCallout(StringBuilder page, Callout callout)
    {
        page.Append(Layout).Append(" style=\"margin:0 0 16px 0;\"><tr><td align=\"left\" style=\"padding:12px 16px;background-color:#e8f0f8;border-left:4px solid #14365d;").Append(Body)
            .Append("\"><strong style=\"font-size:18px;line-height:26px;color:#14365d;\">").Append(Words(callout.Lines[0])).Append("</strong>");
        foreach (var line in callout.Lines.Skip(1))
        {
            page.Append("<br>").Append(Words(line));
        }

        return page.Append("</td></tr></table>\n");
    }

    static StringBuilder WriteFacts(StringBuilder page, Facts facts)
    {
        page.Append("<table cellpadding=\"0\" cellspacing=\"0\" border=\"0\" style=\"margin:0 0 16px 0;\">\n");
        foreach (var fact in facts.All)
        {
            page.Append("<tr><th scope=\"row\" align=\"left\" valign=\"top\" style=\"padding:2px 16px 2px 0;").Append(Body).Append("font-weight:normal;color:#4a5560;\">").Append(Words(fact.Label))
                .Append("</th><td align=\"left\" valign=\"top\" style=\"padding:2px 0;word-break:break-word;").Append(Body).Append("\">").Append(Broken(fact.Value.Split('\n'))).Append("</td></tr>\n");
        }

        return page.Append("</table>\n");
    }

    static StringBuilder WriteBullets(StringBuilder page, Bullets bullets)
    {
        page.Append("<ul style=\"margin:0 0 16px 0;padding:0 0 0 24px;\">\n");
        foreach (var line in bullets.Lines)
        {
            page.Append("<li style=\"margin:0 0 6px 0;").Append(Body).Append("\">").Append(Broken(line.Split('\n'))).Append("</li>\n");
        }

        return page.Append("</ul>\n");
    }

    static StringBuilder WriteItems(StringBuilder page, ItemList list)
    {
        page.Append("<table width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" style=\"margin:0 0 16px 0;\">\n");
        foreach (var item in list.Items)
        {
            page.Append("<tr><th scope=\"row\" align=\"left\" valign=\"top\" width=\"48\" style=\"padding:8px 12px 8px 0;border-top:1px solid #d5dce3;").Append(Body).Append("font-weight:bold;\">").Append(Words(item.Code))
                .Append("</th><td align=\"left\" valign=\"top\" style=\"padding:8px 0;border-top:1px solid #d5dce3;").Append(Body).Append("\">").Append(Words(item.Text));
            foreach (var detail in item.Details)
            {
                page.Append("<div style=\"padding:4px 0 0 0;").Append(Small).Append("\">").Append(Broken(detail.Split('\n'))).Append("</div>");
            }

            page.Append("</td></tr>\n");
        }

        return page.Append("</table>\n");
    }

    /// <summary>Lines end in line breaks, which survive being copied out of any mail program.</summary>
    static StringBuilder WriteForm(StringBuilder page, FormBlock form) => page
        .Append(Layout).Append(" style=\"margin:0 0 16px 0;\"><tr><td align=\"left\" style=\"padding:12px 16px;background-color:#f6f7f9;border:1px solid #c3ccd5;")
        .Append("font-family:Consolas,'Courier New',monospace;font-size:14px;line-height:21px;word-break:break-word;color:#1f2328;\">").Append(Broken(form.Text.Split('\n'))).Append("</td></tr></table>\n");

    static StringBuilder WriteLink(StringBuilder page, LinkButton link) => page
        .Append("<table role=\"presentation\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" style=\"margin:0 0 16px 0;\"><tr><td align=\"center\" style=\"padding:12px 24px;background-color:#14365d;\"><a href=\"")
        .Append(Words(link.Address)).Append("\" style=\"").Append(Font).Append("font-size:16px;line-height:24px;font-weight:bold;color:#ffffff;background-color:#14365d;text-decoration:none;\">")
        .Append(Words(link.Label)).Append("</a></td></tr></table>\n");

    static string Broken(IEnumerable<string> lines) => string.Join("<br>\n", lines.Select(Words));

    static string Words(string text) => Encoder.Encode(text);
}
