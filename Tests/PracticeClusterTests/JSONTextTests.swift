import Testing

@testable import PracticeCluster

struct JSONTextTests {
  @Test(arguments: [
    #"{"a":[1,-2.5,true,null,"x"],"b":{}}"#, #""\u0001\n\"\\é😀""#, "[]", "1000000000000",
  ])
  func aTextIsPrintedAsItWasRead(text: String) throws {
    #expect(try JSON(parsing: text).printedText == text)
  }

  @Test func membersArePrintedInTheOrderOfTheirNames() throws {
    #expect(try JSON(parsing: #"{"b":1,"a":2}"#).printedText == #"{"a":2,"b":1}"#)
  }

  @Test func escapesAreRead() throws {
    #expect(try JSON(parsing: #""\u00e9\ud83d\ude00\/""#) == "é😀/")
    #expect(try JSON(parsing: #""\ud83d!""#) == "\u{FFFD}!")
  }

  @Test(arguments: ["", "{", "[1,]", "{\"a\"}", "tru", "1 2", "\"a", "nan", "\"\u{1}\""])
  func brokenTextIsRefused(text: String) {
    #expect(throws: JSONSyntaxError.self) { try JSON(parsing: text) }
  }

  @Test func deepNestingIsRefusedNotACrash() {
    let text = String(repeating: "[", count: 100_000)
    #expect(throws: JSONSyntaxError.self) { try JSON(parsing: text) }
  }
}
