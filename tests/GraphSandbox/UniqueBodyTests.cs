using Assessment.Host.Sandbox.Graph;

namespace Assessment.Tests.GraphSandbox;

/// <summary>What of a body is new in its message.</summary>
public sealed class UniqueBodyTests
{
    [Theory]
    [InlineData("Seven.\n\nOn Tue, 10 Dec 2024 at 10:00, Secretariat <s@x.example> wrote:\n> How many?\n", "Seven.\n")]
    [InlineData("Tujuh.\n\nPada 10 Dis 2024, Urus Setia menulis:\n> Berapa?\n", "Tujuh.\n")]
    [InlineData("Seven.\r\n\r\n-----Original Message-----\r\nFrom: us\r\nHow many?\r\n", "Seven.\n")]
    [InlineData("Seven.\n________________________________\nFrom: us\nHow many?\n", "Seven.\n")]
    [InlineData("> How many?\nSeven.\n> Until when?\nMarch.\n", "Seven.\nMarch.\n")]
    [InlineData("Name: ________________________________\nNumber: 7\n", "Name: ________________________________\nNumber: 7\n")]
    [InlineData("________________________________\nNumber: 7\n", "________________________________\nNumber: 7\n")]
    [InlineData("See below.\n---------- Forwarded message ---------\nNumber: 7\n", "See below.\n---------- Forwarded message ---------\nNumber: 7\n")]
    public void Of_a_text_the_earlier_message_is_left_out(string text, string unique) => Assert.Equal(unique, UniqueBody.OfText(text).ReplaceLineEndings("\n"));

    [Theory]
    [InlineData("<p>Seven.</p><div id=\"appendonsend\"></div><hr><p>How many?</p>", "<p>Seven.</p>")]
    [InlineData("<div>Seven.</div><div class=\"gmail_quote\"><blockquote>How many?</blockquote></div>", "<div>Seven.</div>")]
    [InlineData("<p>Seven.</p>", "<p>Seven.</p>")]
    public void Of_a_page_the_earlier_message_is_left_out(string html, string unique) => Assert.Equal(unique, UniqueBody.OfHtml(html));
}
