using System.Net;

namespace Assessment.Mail.Graph;

/// <summary>
/// What holds for every request to the mailbox: ids that survive a move, so many at once and no more, and no waiting in here:
/// who is told to come back later hears it as a <see cref="MailNotNowException"/>.
/// </summary>
sealed class GraphRequests(int atOnce, TimeProvider clock) : DelegatingHandler
{
    /// <summary>A read that broke off is asked again at once, because it changes nothing.</summary>
    const int ReadAttempts = 3;

    static readonly TimeSpan WhenNotTold = TimeSpan.FromSeconds(30);

    readonly SemaphoreSlim places = new(atOnce);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.TryAddWithoutValidation("Prefer", "IdType=\"ImmutableId\"");
        await places.WaitAsync(cancellationToken);
        try
        {
            return NowOrLater(await Ask(request, cancellationToken));
        }
        finally
        {
            places.Release();
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            places.Dispose();
        }

        base.Dispose(disposing);
    }

    async Task<HttpResponseMessage> Ask(HttpRequestMessage request, CancellationToken cancellation)
    {
        for (var attempt = request.Method == HttpMethod.Get ? 1 : ReadAttempts; ; attempt++)
        {
            try
            {
                var answer = await base.SendAsync(request, cancellation);
                if (attempt == ReadAttempts || answer.StatusCode is not (HttpStatusCode.InternalServerError or HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout))
                {
                    return answer;
                }

                answer.Dispose();
            }
            catch (HttpRequestException) when (attempt < ReadAttempts)
            {
                // The next attempt follows; the last one is not caught.
            }
        }
    }

    HttpResponseMessage NowOrLater(HttpResponseMessage answer)
    {
        var isBusy = answer.StatusCode == HttpStatusCode.TooManyRequests || (answer.StatusCode == HttpStatusCode.ServiceUnavailable && answer.Headers.RetryAfter is not null);
        if (!isBusy)
        {
            return answer;
        }

        var now = clock.GetUtcNow();
        var until = answer.Headers.RetryAfter switch
        {
            { Delta: { } wait } => now + wait,
            { Date: { } moment } when moment > now => moment,
            _ => now + WhenNotTold,
        };
        var status = (int)answer.StatusCode;
        answer.Dispose();
        throw new MailNotNowException(until, $"Microsoft Graph is busy ({status}).");
    }
}
