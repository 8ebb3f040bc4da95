using Microsoft.AspNetCore.Http.Features;

namespace Assessment.Host.Functions;

/// <summary>A response that, unlike ASP.NET Core's own without a server, runs what waits for its start and its end.</summary>
sealed class InProcessResponse(MemoryStream content) : HttpResponseFeature
{
    readonly Stack<(Func<object, Task> Callback, object State)> starting = [];
    readonly Stack<(Func<object, Task> Callback, object State)> completed = [];

    public override bool HasStarted => content.Length > 0;

    public override void OnStarting(Func<object, Task> callback, object state) => starting.Push((callback, state));

    public override void OnCompleted(Func<object, Task> callback, object state) => completed.Push((callback, state));

    public Task Start() => Run(starting);

    public Task Complete() => Run(completed);

    static async Task Run(Stack<(Func<object, Task> Callback, object State)> callbacks)
    {
        while (callbacks.TryPop(out var next))
        {
            await next.Callback(next.State);
        }
    }
}
