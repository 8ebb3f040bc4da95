using Assessment.Mail;
using Assessment.Register;
using Assessment.Tests.Builders;
using CsCheck;

namespace Assessment.Tests.Mail;

public sealed class MailMatchingTests
{
    [Theory]
    [InlineData("Re: data call [my-tip-2025-annual-pdrm]", "my-tip-2025-annual-pdrm")]
    [InlineData("RE: FW: [EXTERNAL] Data call [MY-TIP-2025-ANNUAL-PDRM]", "my-tip-2025-annual-pdrm")]
    [InlineData("[a-b] and [c-d]", "a-b c-d")]
    [InlineData("[my-tip-2025-annual-pdrm", "")]
    [InlineData("[not a token] [-x] [x-] [x--y] [x]", "")]
    [InlineData("[my_tip-2025]", "")]
    [InlineData("", "")]
    public void Tokens_stand_in_square_brackets(string subject, string tokens)
        => Assert.Equal(tokens, string.Join(' ', MailMatching.TokensIn(subject)));

    [Fact]
    public void The_token_that_a_mail_is_given_is_found_in_the_replies_to_it()
        => Assert.Equal([A.DataCall().Id], MailMatching.TokensIn($"Re: {MailMatching.WithToken("TIP assessment: data call", A.DataCall().Id)}"));

    [Fact]
    public void Every_token_can_be_looked_up()
        => Gen.OneOf<string>(Gen.OneOf("[", "]", "-", "a", "Z", "0", "\u212A", "\u0130", "é"), Gen.String[Gen.Char, 0, 3]).Array[0, 20].Sample(pieces =>
        {
            foreach (var token in MailMatching.TokensIn(string.Concat(pieces)))
            {
                RegisterKeys.Check("Calls", token, "call");
            }
        }, iter: 20_000);

    [Theory]
    [InlineData("a", "b", "c", "a", "its thread")]
    [InlineData(null, "b", "c", "b", "the message that it answers")]
    [InlineData(null, null, "c", "c", "the token in its subject")]
    [InlineData(null, null, null, null, "It belongs to no thread of ours, answers none of our messages and carries no token, and its sender has not exactly one open call.")]
    public void The_thread_goes_before_the_reference_and_that_before_the_token(string? thread, string? reference, string? token, string? call, string by)
        => Assert.Equal(new MailMatch(call, by), MailMatching.Match(new ThreadFacts(thread, reference, token)));

    [Theory]
    [InlineData("c", "d", "c", "the token in its subject")]
    [InlineData(null, "d", "d", "the only open call of its sender")]
    public void The_sender_counts_when_nothing_else_leads_to_a_call(string? token, string? sender, string call, string by)
        => Assert.Equal(new MailMatch(call, by), MailMatching.Match(new ThreadFacts(null, null, token, sender)));

    [Theory]
    [InlineData("PDRM", "farid@pdrm.example", "farid")]
    [InlineData("PDRM", "Farid@PDRM.example", "farid")]
    [InlineData("PDRM", "hashim@pdrm.example", "hashim")]
    [InlineData("KPWKM", "farid@pdrm.example", null)]
    [InlineData("PDRM", "stranger@pdrm.example", null)]
    [InlineData("PDRM", "", null)]
    public void A_sender_is_a_person_whom_the_organisation_named(string organisation, string address, string? person)
        => Assert.Equal(person, MailMatching.Sender(A.Plan(), organisation, address)?.Id);

    [Fact]
    public void A_key_stands_for_any_id()
    {
        Assert.Equal("75de597b7068d56e4ec141cdf638d0c7f60ed2f1", ThreadKey.Of("<a/b#c?d@x>"));
        Assert.NotEqual(ThreadKey.Of("<A@x>"), ThreadKey.Of("<a@x>"));
        Gen.String.Sample(id => ThreadKey.Of(id).Length == 40 && ThreadKey.Of(id).All(char.IsAsciiHexDigitLower), iter: 1_000);
    }
}
