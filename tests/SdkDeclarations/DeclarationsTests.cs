using Microsoft.DurableTask;

namespace Assessment.Tests.SdkDeclarations;

public class DeclarationsTests
{
    [Fact]
    public void The_declarations_are_those_that_were_held_against_the_real_sdk()
        => Approved.Matches(PublicSurface.Of(typeof(TaskOrchestrationContext).Assembly), "tests", "SdkDeclarations", "declarations.approved.txt");
}
