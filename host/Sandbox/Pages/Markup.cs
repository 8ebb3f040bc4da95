using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text;

namespace Assessment.Host.Sandbox.Pages;

/// <summary>HTML that may be written as it is. What is filled into it is encoded, unless it is HTML itself.</summary>
public readonly record struct Markup(string Text)
{
    public static Markup Nothing { get; } = new("");

    public static Markup Of(MarkupText text) => new(text.Written);

    public static Markup All(IEnumerable<Markup> parts) => new(string.Join('\n', parts.Select(part => part.Text)));

    public override string ToString() => Text;
}

/// <summary>Puts the pieces of an interpolated string together, each encoded for its place between tags or inside a quoted attribute.</summary>
[InterpolatedStringHandler]
public readonly ref struct MarkupText(int literalLength, int formattedCount)
{
    readonly StringBuilder text = new(literalLength + (16 * formattedCount));

    public string Written => text.ToString();

    public void AppendLiteral(string literal) => text.Append(literal);

    public void AppendFormatted(string? value) => text.Append(WebUtility.HtmlEncode(value));

    public void AppendFormatted(int value) => text.Append(value.ToString(CultureInfo.InvariantCulture));

    public void AppendFormatted(Markup value) => text.Append(value.Text);
}
