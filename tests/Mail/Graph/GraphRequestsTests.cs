using System.Net;
using System.Net.Http.Headers;
using Assessment.Mail;
using Assessment.Mail.Graph;
using Assessment.Tests.Builders;
using Microsoft.Extensions.Time.Testing;

namespace Assessment.Tests.Mail.Graph;

public sealed class GraphRequestsTests : IDisposable
{
    static readonly Uri Address = new("https://graph.example/v1.0/me");

    readonly FakeTimeProvider clock = new(A.Moment("2024-12-02T09:00"));
    readonly Network network = new();
    readonly HttpMessageInvoker requests;

    public GraphRequestsTests() => requests = new HttpMessageInvoker(new GraphRequests(2, clock) { InnerHandler = network });

    public void Dispose() => requests.Dispose();

    [Fact]
    public async Task Every_request_asks_for_ids_that_survive_a_move()
    {
        await Ask(HttpMethod.Post);

        Assert.Equal("IdType=\"ImmutableId\"", Assert.Single(network.Asked[0].Headers.GetValues("Prefer")));
    }

    [Theory]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    public async Task Who_is_told_to_wait_hears_until_when_and_nobody_sleeps(HttpStatusCode busy)
    {
        network.Answers.Enqueue(() => Busy(busy, new RetryConditionHeaderValue(TimeSpan.FromSeconds(90))));

        var told = await Assert.ThrowsAsync<MailNotNowException>(() => Ask(HttpMethod.Get));

        Assert.Equal(clock.GetUtcNow().AddSeconds(90), told.Until);
        Assert.Single(network.Asked);
    }

    [Fact]
    public async Task The_moment_may_be_a_date()
    {
        network.Answers.Enqueue(() => Busy(HttpStatusCode.TooManyRequests, new RetryConditionHeaderValue(clock.GetUtcNow().AddMinutes(5))));

        Assert.Equal(clock.GetUtcNow().AddMinutes(5), (await Assert.ThrowsAsync<MailNotNowException>(() => Ask(HttpMethod.Post))).Until);
    }

    [Fact]
    public async Task Without_a_moment_half_a_minute_is_waited()
    {
        network.Answers.Enqueue(() => Busy(HttpStatusCode.TooManyRequests, null));

        Assert.Equal(clock.GetUtcNow().AddSeconds(30), (await Assert.ThrowsAsync<MailNotNowException>(() => Ask(HttpMethod.Post))).Until);
    }

    [Fact]
    public async Task A_read_that_broke_off_is_asked_again_at_once_and_three_times_at_most()
    {
        network.Answers.Enqueue(() => throw new HttpRequestException("The connection was reset."));
        network.Answers.Enqueue(() => new HttpResponseMessage(HttpStatusCode.BadGateway));
        network.Answers.Enqueue(() => new HttpResponseMessage(HttpStatusCode.InternalServerError));

        Assert.Equal(HttpStatusCode.InternalServerError, (await Ask(HttpMethod.Get)).StatusCode);
        Assert.Equal(3, network.Asked.Count);
    }

    [Fact]
    public async Task What_may_have_had_an_effect_is_not_repeated()
    {
        network.Answers.Enqueue(() => new HttpResponseMessage(HttpStatusCode.BadGateway));

        Assert.Equal(HttpStatusCode.BadGateway, (await Ask(HttpMethod.Post)).StatusCode);
        Assert.Single(network.Asked);
    }

    [Fact]
    public async Task No_more_requests_are_under_way_at_once_than_the_mailbox_takes()
    {
        network.Gate = new TaskCompletionSource();
        var asked = Enumerable.Range(0, 5).Select(_ => Ask(HttpMethod.Get)).ToList();

        Assert.Equal(2, network.UnderWay);
        network.Gate.SetResult();
        await Task.WhenAll(asked);
        Assert.Equal((5, 2), (network.Asked.Count, network.MostUnderWay));
    }

    Task<HttpResponseMessage> Ask(HttpMethod method) => requests.SendAsync(new HttpRequestMessage(method, Address), CancellationToken.None);

    static HttpResponseMessage Busy(HttpStatusCode status, RetryConditionHeaderValue? wait)
    {
        var answer = new HttpResponseMessage(status);
        answer.Headers.RetryAfter = wait;
        return answer;
    }

    /// <summary>The other end of the wire: answers in turn, then well.</summary>
    sealed class Network : HttpMessageHandler
    {
        public Queue<Func<HttpResponseMessage>> Answers { get; } = new();

        public List<HttpRequestMessage> Asked { get; } = [];

        public TaskCompletionSource? Gate { get; set; }

        public int UnderWay { get; private set; }

        public int MostUnderWay { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Asked.Add(request);
            MostUnderWay = Math.Max(MostUnderWay, ++UnderWay);
            try
            {
                await (Gate?.Task ?? Task.CompletedTask);
                return Answers.TryDequeue(out var answer) ? answer() : new HttpResponseMessage(HttpStatusCode.OK);
            }
            finally
            {
                UnderWay--;
            }
        }
    }
}
