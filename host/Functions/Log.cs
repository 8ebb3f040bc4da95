using Microsoft.Extensions.Logging;

namespace Assessment.Host.Functions;

static partial class Log
{
    [LoggerMessage(1, LogLevel.Error, "The HTTP function {Function} failed on {Method} {Route}.")]
    public static partial void HttpFunctionFailed(this ILogger log, Exception fault, string function, string method, string route);

    [LoggerMessage(2, LogLevel.Error, "The timer function {Function} failed; it runs again at {Next:u}.")]
    public static partial void TimerFunctionFailed(this ILogger log, Exception fault, string function, DateTimeOffset? next);
}
