namespace Assessment.Mail;

/// <summary>A piece of a mail. The plain text and the page are both written from the same pieces.</summary>
public abstract record MailBlock;

/// <summary>Level 1 is what the mail is about, once in each mail; level 2 opens a part of it.</summary>
public sealed record Heading(int Level, string Text) : MailBlock;

public sealed record MailParagraph(IReadOnlyList<string> Lines) : MailBlock;

/// <summary>What the reader is to do and by when; its first line stands out.</summary>
public sealed record Callout(IReadOnlyList<string> Lines) : MailBlock;

/// <summary>Labels with their values.</summary>
public sealed record Facts(IReadOnlyList<MailFact> All) : MailBlock;

public sealed record MailFact(string Label, string Value);

public sealed record Bullets(IReadOnlyList<string> Lines) : MailBlock;

/// <summary>Items with their codes; compact ones have at most a short note each.</summary>
public sealed record ItemList(IReadOnlyList<MailItem> Items, bool IsCompact = false) : MailBlock;

public sealed record MailItem(string Code, string Text, IReadOnlyList<string> Details);

/// <summary>Lines to be copied and filled in: every line stays a line.</summary>
public sealed record FormBlock(string Text) : MailBlock;

/// <summary>A link that the reader is to open.</summary>
public sealed record LinkButton(string Label, string Address) : MailBlock;

/// <summary>What stands in a template's placeholder: words, or whole pieces.</summary>
public readonly record struct MailValue(string Text, IReadOnlyList<MailBlock>? Blocks = null)
{
    public static implicit operator MailValue(string text) => new(text);

    public static implicit operator MailValue(MailBlock block) => new("", [block]);

    public static implicit operator MailValue(MailBlock[] blocks) => new("", blocks);
}
